namespace Chaos.Experiments;

/// <summary>A word as a shell must be given it.</summary>
public static class ShellWord
{
    private const string Harmless = "-_./=:,%+@";

    public static string Of(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
