using System.Globalization;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>A number with whatever stands behind it: `2.5ms` is 2.5 and `ms`.</summary>
internal readonly partial record struct Quantity(decimal Number, string Unit)
{
    /// <summary>Numbers beyond are cut to it: no unit makes a use of them, and a product with one still fits a decimal.</summary>
    private const decimal Limit = 1e15m;

    /// <summary>False if the text does not begin with a number. Exponents are no part of a number.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        Match match = Shape().Match(text);
        string digits = match.Groups["number"].Value;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(digits, style, CultureInfo.InvariantCulture, out decimal number))
            number = digits.StartsWith('-') ? -Limit : Limit;

        quantity = new Quantity(decimal.Clamp(number, -Limit, Limit), match.Groups["unit"].Value);
        return match.Success;
    }

    [GeneratedRegex(@"\A(?<number>-?[0-9]+(\.[0-9]+)?)(?<unit>.*)\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
