using System.CommandLine;
using System.Text.Json;
using Chaos.Scenarios;

namespace Chaos.Cli.Commands;

/// <summary>`validate`: all mistakes of scenario files, nothing else.</summary>
internal static class ValidateCommand
{
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "validate", "Tells all mistakes of scenario files, each with its position.", "validate scenarios/*.yaml",
            "validate - --json < scenarios/quickstart.yaml")
        {
            Chosen.Files, Json,
        };
        Chosen.AddTo(command);
        command.SetAction(Validate);
        return command;
    }

    private static int Validate(ParseResult parsed)
    {
        List<Mistake> mistakes = [];
        string[] files = parsed.GetRequiredValue(Chosen.Files);
        InputFile.RefuseTwoReaders(files);
        foreach (string file in files)
        {
            LoadResult result = Chosen.LoadOne(parsed, file);
            mistakes.AddRange(result.Mistakes);
            ScenarioPlan? plan = result.Plan is { } whole ? Chosen.Cells(parsed, whole).Plan : null;
            if (parsed.GetValue(Json)) continue;
            foreach (Mistake mistake in result.Mistakes) Console.Error.WriteLine(mistake);
            if (plan is null) continue;
            Console.Out.WriteLine($"{file}: good, {plan.Cells.Count} cells");
            foreach (string note in plan.NoteLines(file)) Console.Error.WriteLine(note);
        }

        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(mistakes, JsonText.Options));
        return mistakes.Count == 0 ? ExitCode.Pass : ExitCode.BadInput;
    }
}
