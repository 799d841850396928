using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>A count without a unit; both bounds are allowed values.</summary>
internal sealed partial class WholeNumberParser<T>(T minimum, T maximum) : ValueParser<T>
    where T : struct, IBinaryInteger<T>
{
    public override Parsed<T> Parse(string text)
    {
        if (!WholeNumberShape.Regex().IsMatch(text))
            return Wrong($"{Quote.Of(text)} is not a whole number; write digits only, for example {minimum}");
        return T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T number)
            && number >= minimum
            && number <= maximum
            ? Right(number)
            : Wrong($"{Quote.Of(text)} is out of range; allowed is {minimum} to {maximum}");
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "integer",
        ["minimum"] = JsonValue.Create(decimal.CreateChecked(minimum)),
        ["maximum"] = JsonValue.Create(decimal.CreateChecked(maximum)),
    };
}

/// <summary>A generated expression cannot live in a generic type.</summary>
internal static partial class WholeNumberShape
{
    [GeneratedRegex(@"\A-?[0-9]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex Regex();
}
