using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Chaos.Cli.Commands;

/// <summary>Options that take a number; what is none is refused in plain words.</summary>
internal static class Numbers
{
    /// <summary>A whole number; both bounds are allowed values. Null: it was not given.</summary>
    public static Option<T?> Whole<T>(string name, T minimum, T maximum, string description)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                string text = result.Tokens is [var token] ? token.Value : "";
                if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T number)
                    && number >= minimum && number <= maximum)
                    return number;
                result.AddError($"{name}: '{text}' is not a whole number from {minimum} to {maximum}");
                return null;
            },
        };

    /// <summary>A finite number above 0. Null: it was not given.</summary>
    public static Option<double?> AboveZero(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = result.Tokens is [var token] ? token.Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && number > 0 && double.IsFinite(number))
                return number;
            result.AddError($"{name}: '{text}' is not a finite number above 0");
            return null;
        },
    };

    /// <summary>Percentage points as a share, e.g. `1pp`, `0.5 pp`; null: it was not given.</summary>
    public static Option<double?> Points(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "Npp",
        CustomParser = result =>
        {
            string text = result.Tokens is [var token] ? token.Value : "";
            string number = text.EndsWith("pp", StringComparison.Ordinal) ? text[..^2].TrimEnd() : "";
            if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double points)
                && points is >= 0 and <= 100)
                return points / 100;
            result.AddError($"{name}: '{text}' is no number of percentage points; write for example 1pp");
            return null;
        },
    };
}
