using System.CommandLine;
using Chaos.Analysis;
using Chaos.Cli.Output;

namespace Chaos.Cli.Commands;

/// <summary>`analyze`: survival statistics of a foreign table.</summary>
internal static class AnalyzeCommand
{
    private static readonly Argument<string> Table = new("CSV") { Description = "A table with a header row, UTF-8." };
    private static readonly Option<string> Time = new("--time")
    {
        Description = "Column of times, not negative.", HelpName = "COL", Required = true,
    };
    private static readonly Option<string> Event = new("--event")
    {
        Description = "Column of 1 (died) and 0 (alive when the observation ended).", HelpName = "COL", Required = true,
    };
    private static readonly Option<string?> Group = new("--group")
    {
        Description = "Column of groups to compare; the first in ordinal order is the reference.", HelpName = "COL",
    };
    private static readonly Option<string?> Strata = new("--strata")
    {
        Description = "Column of strata: log-rank and Cox compare inside each alone.", HelpName = "COL",
    };
    private static readonly Option<string?> Cause = new("--cause")
    {
        Description = "Column of causes of death: adds their cumulative incidence.", HelpName = "COL",
    };
    private static readonly Option<double?> Tau = new("--tau")
    {
        Description = "Horizon of the mean life. Default: the smallest of the groups' largest times.",
        HelpName = "T",
    };

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Command command = new("analyze", "Survival statistics of a table of times and events.")
        {
            Table, Time, Event, Group, Strata, Cause, Tau, Json,
        };
        command.SetAction(Analyze);
        return command;
    }

    private static int Analyze(ParseResult parsed)
    {
        double? tau = parsed.GetValue(Tau);
        if (tau is { } horizon && !(horizon > 0 && double.IsFinite(horizon)))
            throw new UsageException("--tau must be a finite number above 0");
        TableColumns columns = new(
            parsed.GetRequiredValue(Time), parsed.GetRequiredValue(Event), parsed.GetValue(Group), parsed.GetValue(Strata),
            parsed.GetValue(Cause));
        SurvivalAnalysis analysis = SurvivalAnalysis.Of(Read(parsed.GetRequiredValue(Table), columns), tau);
        if (parsed.GetValue(Json))
        {
            using Stream output = Console.OpenStandardOutput();
            analysis.WriteJson(output);
        }
        else
        {
            AnalysisText.Print(analysis);
        }

        return ExitCode.Pass;
    }

    private static SubjectTable Read(string file, TableColumns columns)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return SubjectTable.Read(stream, file, columns);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be read: {unreadable.Message}");
        }
    }
}
