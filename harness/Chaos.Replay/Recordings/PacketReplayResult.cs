using System.Text.Json.Serialization;

namespace Chaos.Replay.Recordings;

/// <summary>What the replay of a recording came to; `chaos nat replay` prints it.</summary>
/// <param name="File">Its name.</param>
/// <param name="Source">What was recorded, in the words of the recording.</param>
/// <param name="Variant">What it was replayed on.</param>
/// <param name="Lines">Lines of the recording.</param>
/// <param name="Agree">Of these, those that came to the same here.</param>
/// <param name="First">The first that did not; null: all agree.</param>
public sealed record PacketReplayResult(
    string File, string Source, string Variant, int Lines, int Agree,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReplayDifference? First)
{
    public bool IsSame => First is null;
}

/// <summary>A line that came to something else here.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="Expected">What was recorded.</param>
/// <param name="Got">What our datapath did.</param>
/// <param name="EntriesMissing">Recorded and not in our map, at the next line that has all entries.</param>
/// <param name="EntriesExtra">In our map and not recorded, at the same line.</param>
public sealed record ReplayDifference(
    int Line, string Expected, string Got, IReadOnlyList<string> EntriesMissing, IReadOnlyList<string> EntriesExtra);
