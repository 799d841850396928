using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>A count without a unit, or, where asked for, in binary thousands: `64Ki` is 65536. Both bounds are allowed values.</summary>
internal sealed class WholeNumberParser<T>(T minimum, T maximum) : ValueParser<T>
    where T : struct, IBinaryInteger<T>
{
    private static readonly (string Suffix, decimal Factor)[] Factors = [("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30)];

    /// <summary>Ki, Mi and Gi may stand behind the digits.</summary>
    public bool Binary { get; init; }

    public override Parsed<T> Parse(string text)
    {
        (string suffix, decimal factor) = Binary
            ? Factors.FirstOrDefault(known => text.EndsWith(known.Suffix, StringComparison.Ordinal), ("", 1))
            : ("", 1);
        string digits = text[..^suffix.Length];
        if (!WholeNumberShape.Regex().IsMatch(digits))
        {
            string remedy = Binary ? "write digits, with Ki, Mi or Gi behind them for 1024 and its powers" : "write digits only";
            return Wrong($"{Quote.Of(text)} is not a whole number; {remedy}, for example {(Binary ? "4096 or 64Ki" : minimum)}");
        }

        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number)
            && number >= decimal.CreateChecked(minimum) / factor
            && number <= decimal.CreateChecked(maximum) / factor
            ? Right(T.CreateChecked(number * factor))
            : Wrong($"{Quote.Of(text)} is out of range; allowed is {minimum} to {maximum}");
    }

    public override JsonObject Schema()
    {
        JsonObject integer = new()
        {
            ["type"] = "integer",
            ["minimum"] = JsonValue.Create(decimal.CreateChecked(minimum)),
            ["maximum"] = JsonValue.Create(decimal.CreateChecked(maximum)),
        };
        return Binary ? new JsonObject { ["anyOf"] = new JsonArray(integer, PatternSchema("^[0-9]+(Ki|Mi|Gi)$")) } : integer;
    }
}

/// <summary>A generated expression cannot live in a generic type.</summary>
internal static partial class WholeNumberShape
{
    [GeneratedRegex(@"\A-?[0-9]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex Regex();
}
