using System.CommandLine;
using Chaos.Analysis;
using Chaos.Cli.Output;
using Chaos.Replay.Recordings;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`analyze`: survival statistics of a foreign table.</summary>
internal static class AnalyzeCommand
{
    private static readonly Argument<string> Table = new("CSV") { Description = "A table with a header row, UTF-8; - is standard input." };
    private static readonly Option<string?> Time = new("--time")
    {
        Description = "Column of times, not negative. Not needed for our own flows.csv.", HelpName = "COL",
    };
    private static readonly Option<string?> Event = new("--event")
    {
        Description = "Column of 1 (died) and 0 (alive when the observation ended). Not needed for our own flows.csv.", HelpName = "COL",
    };
    private static readonly Option<string?> Group = new("--group")
    {
        Description = "Column of groups to compare; the first in ordinal order is the reference. In flows.csv the default is cell.",
        HelpName = "COL",
    };
    private static readonly Option<string?> Strata = new("--strata")
    {
        Description = "Column of strata: log-rank and Cox compare inside each alone.", HelpName = "COL",
    };
    private static readonly Option<string?> Cause = new("--cause")
    {
        Description = "Column of causes of death: adds their cumulative incidence.", HelpName = "COL",
    };
    private static readonly Option<double?> Tau = Numbers.AboveZero(
        "--tau", "T", "Horizon of the mean life. Default: the smallest of the groups' largest times.");

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "analyze", "Survival statistics of a table of times and events.",
            "analyze lives.csv --time seconds --event died --group variant", "analyze reports/runs/quickstart/flows.csv")
        {
            Table, Time, Event, Group, Strata, Cause, Tau, Json,
        };
        command.SetAction(Analyze);
        return command;
    }

    private static int Analyze(ParseResult parsed)
    {
        SurvivalAnalysis analysis = SurvivalAnalysis.Of(Read(parsed, parsed.GetRequiredValue(Table)), parsed.GetValue(Tau));
        if (parsed.GetValue(Json))
            analysis.WriteJson(StandardStreams.Output);
        else
            AnalysisText.Print(analysis);

        return ExitCode.Pass;
    }

    private static SubjectTable Read(ParseResult parsed, string file)
    {
        // The first bytes tell whose table it is; standard input cannot be read twice.
        using BufferedStartStream whole = new(InputFile.Open(file), FlowsCsv.Header.Length);
        (string? time, string? died) = (parsed.GetValue(Time), parsed.GetValue(Event));
        if (time is not null && died is not null)
        {
            return SubjectTable.Read(
                whole, file, new TableColumns(time, died, parsed.GetValue(Group), parsed.GetValue(Strata), parsed.GetValue(Cause)));
        }

        if (time is not null || died is not null || !FlowsTable.Begins(whole.Bytes))
        {
            throw new UsageException(
                $"{file}: name the columns of times and of deaths with --time and --event; only our own flows.csv does without");
        }

        return FlowsTable.Read(
            whole, file, Known(parsed.GetValue(Group), Group) ?? "cell", Known(parsed.GetValue(Strata), Strata),
            Known(parsed.GetValue(Cause), Cause));
    }

    /// <exception cref="UsageException">flows.csv has no such column of names.</exception>
    private static string? Known(string? column, Option option) => column is null || FlowsTable.Columns.Contains(column)
        ? column
        : throw new UsageException($"{option.Name}: in flows.csv it is one of {string.Join(", ", FlowsTable.Columns)}, not '{column}'");
}
