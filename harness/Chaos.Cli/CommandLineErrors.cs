using System.CommandLine;
using System.CommandLine.Parsing;
using Chaos.Scenarios.Values;

namespace Chaos.Cli;

/// <summary>What is wrong with a command line, in our words.</summary>
internal static class CommandLineErrors
{
    /// <summary>One sentence each; empty if it is good.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && Unmatched(parsed) is { } verb && !IsOption(verb))
            return [$"'{verb}' is no verb; {Suggestion.Text(verb, [.. command.Subcommands.Select(known => known.Name)])}"];
        if (command.Subcommands.Count > 0 && command.Action is null && parsed.Errors.Count > 0 && !UnknownOptions(parsed).Any())
            return [$"a verb is missing; {Suggestion.Text("", [.. command.Subcommands.Select(known => known.Name)])}"];
        string[] options = [.. UnknownOptions(parsed).Distinct().Select(option => Unknown(option, OptionsOf(command)))];
        return options.Length > 0 ? options : [.. parsed.Errors.Select(error => error.Message)];
    }

    private static string? Unmatched(ParseResult parsed) => parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;

    /// <summary>Words in front of `--` that look like an option and that no option took.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        HashSet<Token> taken = [.. parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(option => option.Tokens)];
        return parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && IsOption(token.Value) && !taken.Contains(token))
            .Select(token => token.Value);
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static string Unknown(string word, string[] options) =>
        $"unknown option {word.Split('=')[0]}; {Suggestion.Text(word.Split('=')[0], options)}";

    private static string[] OptionsOf(Command command) => [
        .. command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help").Distinct()];
}
