using Chaos.Model;

namespace Chaos.Packets.Links;

/// <summary>Jitter by table, in integers: the same draw is the same delay on every machine.</summary>
internal static class JitterTable
{
    /// <summary>One standard deviation in the table.</summary>
    private const int Scale = 1024;

    /// <summary>
    /// Quantiles of the normal distribution at 0/64 .. 64/64, the ends at 1/1024 and 1023/1024, in 1/1024 of a standard deviation.
    /// </summary>
    private static ReadOnlySpan<short> Normal =>
    [
        -3172, -2206, -1907, -1716, -1571, -1452, -1350, -1259, -1178, -1103, -1034, -970, -908, -850, -795, -742, -691, -641, -593, -546,
        -501, -456,
        -412, -369, -326, -284, -243, -202, -161, -121, -80, -40, 0, 40, 80, 121, 161, 202, 243, 284, 326, 369, 412, 456, 501, 546, 593,
        641, 691, 742,
        795, 850, 908, 970, 1034, 1103, 1178, 1259, 1350, 1452, 1571, 1716, 1907, 2206, 3172,
    ];

    /// <summary>What 64 uniform bits make of a jitter, in nanoseconds to either side.</summary>
    public static long Draw(JitterShape shape, long jitter, ulong bits)
    {
        if (shape == JitterShape.Uniform) return (long)Math.BigMul(bits, 2 * (ulong)jitter + 1, out _) - jitter;
        int step = (int)(bits >> 58), within = (int)(bits >> 42 & 0xFFFF);
        long deviation = ((long)Normal[step] << 16) + (Normal[step + 1] - Normal[step]) * within;
        return (long)((Int128)jitter * deviation / (Scale << 16));
    }
}
