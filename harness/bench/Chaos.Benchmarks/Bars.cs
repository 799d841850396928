using System.Globalization;

namespace Chaos.Benchmarks;

/// <summary>What a comparison prints: figures to stdout, a missed bar to stderr and into the exit code.</summary>
internal sealed class Bars
{
    /// <summary>1 if a bar was missed.</summary>
    public int ExitCode { get; private set; }

    public void Check(bool met, FormattableString miss)
    {
        if (met) return;
        ExitCode = 1;
        Console.Error.WriteLine(miss.ToString(CultureInfo.InvariantCulture));
    }

    public static void Line(FormattableString line, FormattableString? rest = null) =>
        Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture) + rest?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Of all but the first, which warmed up.</summary>
    public static double Median(IEnumerable<double> measured)
    {
        double[] kept = [.. measured.Skip(1).Order()];
        return kept[kept.Length / 2];
    }
}
