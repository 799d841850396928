using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`250kB` is 250,000 bytes; both bounds are allowed values.</summary>
internal sealed class ByteCountParser(long minimum, long maximum) : ValueParser<long>
{
    private static readonly (string Unit, decimal Bytes)[] Units = [("B", 1), ("kB", 1e3m), ("MB", 1e6m)];

    public override Parsed<long> Parse(string text)
    {
        if (!Quantity.TryParse(text, out Quantity quantity)
            || Units.FirstOrDefault(unit => unit.Unit == quantity.Unit) is not { Unit: not null } unit)
            return Wrong($"{Quote.Of(text)} is not a size; write a number with B, kB or MB, for example 250kB");

        decimal bytes = quantity.Number * unit.Bytes;
        if (bytes < minimum || bytes > maximum)
            return Wrong($"{Quote.Of(text)} is out of range; allowed is {minimum}B to {maximum}B");
        return bytes == decimal.Truncate(bytes) ? Right((long)bytes) : Wrong($"{Quote.Of(text)} is no whole number of bytes");
    }

    public override JsonObject Schema() => PatternSchema(@"^[0-9]+(\.[0-9]+)?[kM]?B$");
}
