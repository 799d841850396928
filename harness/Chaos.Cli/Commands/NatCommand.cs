using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chaos.Cli.Output;
using Chaos.Experiments;
using Chaos.Replay.Recordings;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;

namespace Chaos.Cli.Commands;

/// <summary>`nat replay` and `nat record`: packet recordings on our datapath.</summary>
internal static class NatCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Recordings (JSON lines, also compressed with gzip); - is standard input.", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Argument<string> Scenario = new("SCENARIO") { Description = "A scenario file (YAML); - is standard input." };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The recording to write; compressed if it ends in .gz.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb replay = new(
            "replay", "Replays recordings on our datapath and compares every line. Exit 0: all agree; 1: one differs.",
            "nat replay run.jsonl.gz")
        {
            Files, Json,
        };
        replay.SetAction(Replay);
        Verb record = new(
            "record", "Records one simulated run of one cell: its first repetition.",
            "nat record scenarios/quickstart.yaml --only variant=baseline --only mapSize=2304 --out run.jsonl.gz")
        {
            Scenario, Out,
        };
        Chosen.AddTo(record);
        record.SetAction(RecordAsync);
        return new Command("nat", "Packet recordings of a NAT.") { replay, record };
    }

    private static int Replay(ParseResult parsed)
    {
        string[] files = parsed.GetRequiredValue(Files);
        InputFile.RefuseTwoReaders(files);
        foreach (string file in files)
            if (file != InputFile.StandardInput && !File.Exists(file)) throw new UsageException($"{file}: no such file");
        List<PacketReplayResult> results = [];
        bool bad = false;
        foreach (string file in files)
        {
            try
            {
                using Stream content = InputFile.Open(file);
                results.Add(PacketReplay.Of(file, content));
                if (!parsed.GetValue(Json)) ReplayText.Print(results[^1]);
            }
            catch (BadRecordingException wrong)
            {
                Console.Error.WriteLine(wrong.Message);
                bad = true;
            }
        }

        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(results, JsonText.Options));
        return bad ? ExitCode.BadInput : results.TrueForAll(result => result.IsSame) ? ExitCode.Pass : ExitCode.Fail;
    }

    private static async Task<int> RecordAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Chosen.Load(parsed, [parsed.GetRequiredValue(Scenario)], json: false) is not [var (_, chosen)]) return ExitCode.BadInput;
        Cell cell = OnlyCell(chosen.Plan);
        string path = parsed.GetRequiredValue(Out);
        using RecordingWriter writer = Create(path);
        try
        {
            await RecordAsync(writer, chosen, cell, cancellation);
        }
        catch (Exception unwritable) when (StorageException.IsRefusal(unwritable))
        {
            throw StorageException.CannotWrite(path, unwritable);
        }

        Console.Error.WriteLine($"{path}: {writer.Lines.ToString("N0", CultureInfo.InvariantCulture)} lines");
        return ExitCode.Pass;
    }

    private static async Task RecordAsync(RecordingWriter writer, Experiment chosen, Cell cell, CancellationToken cancellation)
    {
        RecordingTarget target = new(writer, $"simulation of {chosen.Plan.Scenario.Name}, cell {cell.Id}, seed {cell.Scenario.Seed}");
        Experiment once = chosen with
        {
            Targets = TargetCatalog.BuiltIn.Replacing(target),
            Plan = chosen.Plan with
            {
                Cells = [cell with { Scenario = cell.Scenario with { Repeat = new RepetitionRule(1, Auto: false) } }],
            },
        };
        await once.RunAsync(cancellation: cancellation);
        target.Finish();
        writer.Complete();
    }

    /// <exception cref="UsageException">There are several, or it cannot be recorded.</exception>
    private static Cell OnlyCell(ScenarioPlan plan)
    {
        if (plan.Cells.Count > 1)
        {
            throw new UsageException($"a recording is of one cell, and {plan.Scenario.Name} has {plan.Cells.Count}; choose one with --only "
                + $"for each axis, such as {string.Join(' ', plan.Cells[0].Axes.Select(axis => $"--only {axis.Key}={axis.Value}"))}");
        }

        Cell cell = plan.Cells[0];
        if (cell.Scenario.Target != TargetCatalog.Default)
            throw new UsageException($"nat record is of our own datapath; cell {cell.Id} has nat.target: {cell.Scenario.Target}");
        if (cell.Scenario.Nat.Conntrack is not null)
            throw new UsageException("nat record cannot record conntrack, which acts on the clock; add --set nat.conntrack=off");
        return cell;
    }

    private static RecordingWriter Create(string path)
    {
        if (File.Exists(path)) throw new UsageException($"{path} exists; remove it, or name another file with --out");
        try
        {
            return new RecordingWriter(path);
        }
        catch (Exception unwritable) when (StorageException.IsRefusal(unwritable))
        {
            throw StorageException.CannotCreate(path, unwritable);
        }
    }
}
