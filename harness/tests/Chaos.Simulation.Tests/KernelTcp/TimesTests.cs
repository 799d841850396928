using System.Globalization;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Times between retransmissions and between probes, kernel against ours, from captures.</summary>
public sealed class TimesTests(MeasuredTimes times) : IClassFixture<MeasuredTimes>
{
    /// <summary>Allowed difference: scheduling on a busy machine, and the timer resolution of the kernel.</summary>
    private const long ToleranceMilliseconds = 50;

    [NamespaceFact]
    public async Task A_syn_is_sent_again_after_the_same_times() =>
        AssertSame(await times.KernelSyn, await times.OurSyn);

    [NamespaceFact]
    public async Task A_syn_ack_is_sent_again_after_the_same_times() =>
        AssertSame(await times.KernelSynAck, await times.OurSynAck);

    [NamespaceFact]
    public async Task Data_is_sent_again_after_the_same_times() =>
        AssertSame(await times.KernelData, await times.OurData);

    [NamespaceFact]
    public async Task A_fin_is_sent_again_after_the_same_times() =>
        AssertSame(await times.KernelFin, await times.OurFin);

    [NamespaceFact]
    public async Task A_closed_window_is_probed_after_the_same_times() =>
        AssertSame(await times.KernelWindowProbes, await times.OurWindowProbes);

    [NamespaceFact]
    public async Task Probes_of_an_idle_connection_are_an_interval_apart_and_a_reset_follows_the_last()
    {
        Measured kernel = await times.KernelKeepAlive, ours = await times.OurKeepAlive;
        long second = 1000L * MeasuredTimes.KernelKeepAliveSeconds;

        Assert.Equal(MeasuredTimes.KernelKeepAliveProbes + 1, kernel.Waits.Length);
        Assert.All(kernel.Waits, wait => AssertNear(second, wait));
        Assert.Equal(TcpTimes.KeepAliveProbes + 1, ours.Waits.Length);
        Assert.All(ours.Waits, wait => AssertNear(MeasuredTimes.OurKeepAliveMilliseconds, wait));
        ResultTable.Add(Row("every 1 s, 2 probes: ", kernel), Row("every 0.3 s, 9 probes: ", ours));
    }

    private static void AssertSame(Measured kernel, Measured ours, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        Assert.Equal(kernel.Waits.Length, ours.Waits.Length);
        foreach ((long expected, long actual) in kernel.Waits.Zip(ours.Waits)) AssertNear(expected, actual);
        ResultTable.Add(Row("kernel: ", kernel), Row("ours: ", ours), test: test);
    }

    private static void AssertNear(long expected, long actual) => Assert.True(
        Math.Abs(expected - actual) <= ToleranceMilliseconds + (expected / 20), $"{actual} ms where {expected} ms were expected");

    private static string Row(string who, Measured measured) =>
        $"{who}{string.Join(", ", measured.Waits.Select(wait => wait.ToString(CultureInfo.InvariantCulture)))} ms";
}
