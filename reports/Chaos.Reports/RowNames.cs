namespace Chaos.Reports;

/// <summary>Names of rows in a sentence.</summary>
internal static class RowNames
{
    /// <summary>Names and their verb: `A keeps`, `A and B keep`, `A and 3 others keep`.</summary>
    public static string With(IReadOnlyList<string> names, string one, string several) => names switch
    {
        [string single] => $"{single} {one}",
        [string first, string second] => $"{first} and {second} {several}",
        _ => $"{names[0]} and {names.Count - 1} others {several}",
    };

    public static string Verb(IReadOnlyList<string> names, string one, string several) => names.Count == 1 ? one : several;
}
