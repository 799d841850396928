using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Chaos.Containers;

namespace Chaos.Cli;

/// <summary>The library's help, with the verb's examples below.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <summary>Replaces the help of a command and all below it.</summary>
    public static void Install(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
            if (option.Action is SynchronousCommandLineAction plain) option.Action = new HelpWithExamples(plain);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exit = help.Invoke(parseResult);
        IReadOnlyList<string> examples = (parseResult.CommandResult.Command as Verb)?.Examples ?? [];
        if (examples.Count == 0) return exit;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (string example in examples) output.WriteLine($"  {CommandName.Text} {example}");
        output.WriteLine();
        return exit;
    }
}
