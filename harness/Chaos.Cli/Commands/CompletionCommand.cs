using System.CommandLine;

namespace Chaos.Cli.Commands;

/// <summary>`completion SHELL`: a script that completes verbs, options and their values; the program itself knows what fits.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _chaos() {
                local IFS=$'\n'
                local found=$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
                COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _chaos chaos ./chaos
            """,
        ["zsh"] = """
            #compdef chaos
            _chaos() {
                local -a found
                found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                if ((${#found[1]})); then compadd -a found; else _files; fi
            }
            compdef _chaos chaos ./chaos
            """,
        ["fish"] = """
            complete -c chaos -a '(chaos "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName chaos -ScriptBlock {
                param($word, $line, $position)
                & $line.CommandElements[0].Value "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        Verb command = new(
            "completion", "Prints the script that makes a shell complete verbs, options and values.", "completion bash >> ~/.bashrc",
            "completion zsh > ~/.zfunc/_chaos", "completion fish > ~/.config/fish/completions/chaos.fish",
            "completion pwsh | Out-String | Invoke-Expression")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            if (!Scripts.TryGetValue(name, out string? script))
                throw new UsageException($"'{name}' is no shell that is known here; there are {string.Join(", ", Scripts.Keys)}");
            Console.Out.WriteLine(script);
            return ExitCode.Pass;
        });
        return command;
    }
}
