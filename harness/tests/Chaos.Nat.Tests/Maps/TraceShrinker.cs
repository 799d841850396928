using Chaos.Replay;

namespace Chaos.Nat.Tests.Maps;

/// <summary>
/// Makes a trace that shows a difference as short as it can: drops ever smaller pieces for as long as the difference stays.
/// </summary>
internal static class TraceShrinker
{
    /// <remarks>"Differs" replays a trace on fresh maps; attempts are limited, so that a failing test still ends soon.</remarks>
    public static List<MapStep> Shrink(List<MapStep> trace, Func<List<MapStep>, bool> differs, int attempts = 2000)
    {
        for (int piece = trace.Count / 2; piece > 0 && attempts > 0; piece = Math.Min(piece, trace.Count) / 2)
        {
            for (int start = 0; start < trace.Count && attempts-- > 0;)
            {
                List<MapStep> shorter = [.. trace[..start], .. trace[Math.Min(trace.Count, start + piece)..]];
                if (differs(shorter)) trace = shorter;
                else start += piece;
            }
        }

        return trace;
    }
}
