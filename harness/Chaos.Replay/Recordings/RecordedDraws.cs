using Chaos.Nat.Snat;

namespace Chaos.Replay.Recordings;

/// <summary>The draws of one packet after the other, as a recording has them.</summary>
internal sealed class RecordedDraws : IPortDraws
{
    private ushort[] draws = [];

    /// <summary>How many were asked for since the packet began; more than there are is a difference, and reads 0.</summary>
    public int Taken { get; private set; }

    public void Begin(ushort[] ofPacket) => (draws, Taken) = (ofPacket, 0);

    public ushort Next()
    {
        int place = Taken++;
        return place < draws.Length ? draws[place] : (ushort)0;
    }
}
