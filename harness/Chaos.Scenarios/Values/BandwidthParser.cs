using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`10Mbit/s` is 10,000,000; `unlimited` is 0.</summary>
internal sealed class BandwidthParser : ValueParser<long>
{
    private const string Unlimited = "unlimited";
    private const long Minimum = 1_000, Maximum = 1_000_000_000_000;

    private static readonly (string Unit, decimal Bits)[] Units = [("bit/s", 1), ("kbit/s", 1e3m), ("Mbit/s", 1e6m), ("Gbit/s", 1e9m)];

    public override Parsed<long> Parse(string text)
    {
        if (text == Unlimited) return Right(0);
        if (!Quantity.TryParse(text, out Quantity quantity)
            || Units.FirstOrDefault(unit => unit.Unit == quantity.Unit) is not { Unit: not null } unit)
            return Wrong(
                $"{Quote.Of(text)} is not a bandwidth; write a number with bit/s, kbit/s, Mbit/s or Gbit/s, for example 10Mbit/s, or "
                + $"{Unlimited}");

        decimal bits = quantity.Number * unit.Bits;
        return bits >= Minimum && bits <= Maximum
            ? Right((long)bits)
            : Wrong($"{Quote.Of(text)} is out of range; allowed is 1kbit/s to 1000Gbit/s");
    }

    public override JsonObject Schema() => PatternSchema($@"^({Unlimited}|[0-9]+(\.[0-9]+)?[kMG]?bit/s)$");
}
