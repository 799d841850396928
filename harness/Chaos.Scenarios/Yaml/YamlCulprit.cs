namespace Chaos.Scenarios.Yaml;

/// <summary>
/// Where a text that the parser refuses most likely went wrong: the parser stops at the next thing that does not fit, which may be far
/// behind a bracket that nobody closed, or at the beginning of the block that a tab indents.
/// </summary>
internal static class YamlCulprit
{
    /// <summary>Null if nothing of the kind is there.</summary>
    public static (int Offset, string Reason)? Find(string text)
    {
        Stack<int> open = new();
        int? tab = null;
        char quote = '\0';
        bool indent = true;
        for (int place = 0; place < text.Length; place++)
        {
            char character = text[place];
            if (quote != '\0')
            {
                bool isPair = quote == '\'' && character == '\'' && place + 1 < text.Length && text[place + 1] == '\'';
                if (isPair || (character == '\\' && quote == '"')) place++;
                else if (character == quote) quote = '\0';
                continue;
            }

            if (indent && character == '\t' && open.Count == 0) tab ??= place;
            if (character == '#' && (place == 0 || char.IsWhiteSpace(text[place - 1]))) place = EndOfLine(text, place);
            else if (character is '"' or '\'' && StartsValue(text, place)) quote = character;
            else if (character is '[' or '{' && (open.Count > 0 || StartsValue(text, place))) open.Push(place);
            else if (character is ']' or '}' && open.TryPop(out int begin) && Closing(text[begin]) != character)
                return Unclosed(text, begin);
            indent = character == '\n' || (indent && character is ' ' or '\t');
            if (place < text.Length && text[place] == '\n') indent = true;
        }

        if (open.TryPop(out int last)) return Unclosed(text, last);
        return tab is { } at ? (at, "a tab indents this line; indent with blanks") : null;
    }

    private static (int Offset, string Reason) Unclosed(string text, int place) =>
        (place, $"this `{text[place]}` is never closed; write `{Closing(text[place])}` where it ends");

    private static char Closing(char opening) => opening == '[' ? ']' : '}';

    private static int EndOfLine(string text, int place) => text.IndexOf('\n', place) is >= 0 and int end ? end : text.Length;

    /// <summary>Inside a plain value quotes and brackets are letters.</summary>
    private static bool StartsValue(string text, int place)
    {
        for (int before = place - 1; before >= 0; before--)
        {
            if (text[before] is ' ' or '\t') continue;
            return text[before] is '\n' or ':' or '-' or ',' or '[' or '{';
        }

        return true;
    }
}
