namespace Chaos.Model;

/// <summary>How a run goes from opening to its end, the same in every world. All lengths in nanoseconds.</summary>
/// <remarks>
/// Flows open; pressure begins and warms the table up; t = 0; the run; pressure stops; the tail, as long as the longest deadline of
/// watched and short flows, finds out who broke before the end.
/// </remarks>
/// <param name="OpenUntil">Since the epoch: the last planned opening and some time to settle, so that t = 0 is planned and not an
/// accident.</param>
/// <param name="WarmUp">Fixed length after that; null: until the first eviction.</param>
/// <param name="ExpectedFill">How long churn should need to fill the map: the warm-up where there is no map, as in the control arm.</param>
/// <param name="WarmUpLimit">Bound of a warm-up until the first eviction.</param>
/// <param name="Duration">From t = 0 to the end of pressure.</param>
/// <param name="Tail">From there to the end of all traffic.</param>
public sealed record RunPhases(long OpenUntil, long? WarmUp, long ExpectedFill, long WarmUpLimit, long Duration, long Tail)
{
    /// <summary>Time to settle after the last planned opening.</summary>
    public const long Settle = 250_000_000;

    /// <summary>
    /// After the end nothing is sent, and for so long what is under way still arrives, so that both worlds count the same messages.
    /// </summary>
    public const long Drain = 100_000_000;

    /// <summary>How often a world looks whether all flows are open and the table is full.</summary>
    public const long PollInterval = 10_000_000;
}
