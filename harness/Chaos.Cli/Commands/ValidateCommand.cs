using System.CommandLine;
using System.Text.Json;
using Chaos.Scenarios;

namespace Chaos.Cli.Commands;

/// <summary>`validate`: all mistakes of scenario files, nothing else.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string[]> Scenarios = Shared.Scenarios();
    private static readonly Option<string[]> Set = Shared.Set();
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Command command = new("validate", "Tells all mistakes of scenario files, each with its position.") { Scenarios, Set, Json };
        command.SetAction(Validate);
        return command;
    }

    private static int Validate(ParseResult parsed)
    {
        List<Mistake> mistakes = [];
        foreach (string file in parsed.GetRequiredValue(Scenarios))
        {
            LoadResult result = Shared.Load(file, parsed.GetValue(Set) ?? []);
            mistakes.AddRange(result.Mistakes);
            if (parsed.GetValue(Json)) continue;
            foreach (Mistake mistake in result.Mistakes) Console.Error.WriteLine(mistake);
            if (result.Plan is not { } plan) continue;
            Console.Out.WriteLine($"{file}: good, {plan.Cells.Count} cells");
            foreach (string warning in plan.Warnings) Console.Error.WriteLine($"{file}: note: {warning}");
        }

        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(mistakes, JsonText.Options));
        return mistakes.Count == 0 ? ExitCode.Pass : ExitCode.BadInput;
    }
}
