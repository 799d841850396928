using System.Globalization;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>How round trip times are spelled, in reports and on the console alike.</summary>
public static class RoundTripText
{
    private static readonly double Default = LinkSet.Plain.RoundTrip / 1e9;

    /// <summary>E.g. `0.4 ms, the default`, `0.4 ms to 80 ms`; null where no run has kept it.</summary>
    public static string? Of(IEnumerable<double?> seconds) => seconds.OfType<double>().Distinct().Order().ToArray() switch
    {
        [] => null,
        [double same] => same == Default ? $"{Milliseconds(same)}, the default" : Milliseconds(same),
        [double least, .., double most] => $"{Milliseconds(least)} to {Milliseconds(most)}",
    };

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.####} ms");
}
