namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// Segments that our stack answers differently from Linux 6.18, as <see cref="AnswerTests"/> finds them. An extra line or a missing line
/// fails the test. README.md describes them.
/// </summary>
/// <remarks>
/// Most of them concern a connection whose program has closed its socket. From FIN-WAIT-2 on, Linux keeps only a tcp_timewait_sock for it,
/// which has other rules: any RST in the window ends it, and a late acknowledgment gets no answer.
/// </remarks>
internal static class KnownDifferences
{
    private static readonly string[] all =
    [
        "FinWait1 without a program, data that arrived before: kernel [] FinWait2, ours [A 2 of 1] FinWait2",
        "FinWait2 without a program, RST one too far: kernel [] Closed, ours [A 2 of 1] FinWait2",
        "FinWait2 without a program, RST one too early: kernel [A 2 of 1] FinWait2, ours [] FinWait2",
        "FinWait2 without a program, RST beyond the window: kernel [A 2 of 1] FinWait2, ours [] FinWait2",
        "FinWait2 without a program, SYN: kernel [RA 0 of 12] Closed, ours [A 2 of 1] FinWait2",
        "FinWait2 without a program, SYN-ACK: kernel [R 2] Closed, ours [A 2 of 1] FinWait2",
        "FinWait2 without a program, ACK of what was not sent: kernel [] FinWait2, ours [A 2 of 1] FinWait2",
        "FinWait2 without a program, ACK of long ago: kernel [] FinWait2, ours [A 2 of 1] FinWait2",
        "FinWait2 without a program, RST one too far again: kernel [] Closed, ours [] FinWait2",
        "FinWait2 without a program, SYN again: kernel [SA anew of 12] SynReceived, ours [] FinWait2",
        "FinWait2 without a program, SYN-ACK again: kernel [R 2] Closed, ours [] FinWait2",

        // Linux takes the new half; our stack takes whole messages only.
        "FinWait1 without a program, data of which half arrived before: kernel [R 2] Closed, ours [A 2 of 1] FinWait2",
        "CloseWait, data of which half arrived before: kernel [R 1] Closed, ours [] CloseWait",
        "FinWait2, data of which half arrived before: kernel [A 2 of 51] FinWait2, ours [A 2 of 1] FinWait2",
        "Established, data of which half arrived before: kernel [A 1 of 51] Established, ours [A 1 of 1] Established",
        "FinWait1, data of which half arrived before: kernel [A 2 of 51] FinWait2, ours [A 2 of 1] FinWait2",
        "SynReceived, data of which half arrived before: kernel [A 1 of 51] Established, ours [A 1 of 1] Established",
        "FinWait2 without a program, data of which half arrived before: kernel [R 2] Closed, ours [A 2 of 1] FinWait2",
        "FinWait1, data of which half arrived before again: kernel [A 2 of 51] FinWait2, ours [] FinWait2",
        "FinWait2, data of which half arrived before again: kernel [A 2 of 51] FinWait2, ours [] FinWait2",
        "Established, data of which half arrived before again: kernel [A 1 of 51] Established, ours [] Established",
        "FinWait2 without a program, data of which half arrived before again: kernel [R 2] Closed, ours [] FinWait2",
        "CloseWait, data of which half arrived before again: kernel [R 1] Closed, ours [] CloseWait",
        "FinWait1 without a program, data of which half arrived before again: kernel [R 2] Closed, ours [] FinWait2",
        "SynReceived, data of which half arrived before again: kernel [A 1 of 51] Established, ours [] Established",
    ];

    /// <param name="state">Those of one state.</param>
    /// <param name="repeats">Those of a segment that is sent twice.</param>
    public static string[] In(string state, bool repeats) =>
        [.. all.Where(line => line.StartsWith(state + ",", StringComparison.Ordinal) && IsOfRepeated(line) == repeats)];

    private static bool IsOfRepeated(string line) => line.Contains(" again: ", StringComparison.Ordinal);
}
