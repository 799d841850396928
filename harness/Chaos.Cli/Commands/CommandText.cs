using System.CommandLine;
using System.Globalization;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Worlds;

namespace Chaos.Cli.Commands;

/// <summary>A `run` as command lines that a shell takes: the one that runs it again, and the one that finishes it.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="file">The scenario.</param>
/// <param name="files">All scenarios of the command.</param>
internal sealed class CommandText(ParseResult parsed, string file, IReadOnlyList<string> files)
{
    /// <summary>As given; null: the default.</summary>
    public string? Out => parsed.GetValue(RunCommand.Out);

    public bool IsOfSeveral => files.Count > 1;

    /// <summary>Runs this scenario again, with this seed.</summary>
    public string Replay(ulong seed) => string.Join(' ', [.. Words([file], withLayers: true, seed)]);

    /// <summary>Finishes the run: of all scenarios where they share an --out, else of this one.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="seed">Of this scenario.</param>
    public string Resume(string folder, ulong seed)
    {
        // Standard input is gone; the folder has the scenario as it was read, with all layers applied.
        IEnumerable<string> words =
            file == InputFile.StandardInput ? Words([Path.Combine(folder, "scenario.yaml")], withLayers: false, seed: null)
            : IsOfSeveral && Out is not null ? Words(files, withLayers: true, parsed.GetValue(Chosen.Seed))
            : Words([file], withLayers: true, seed);
        if (parsed.GetValue(RunCommand.Pcap)) words = [.. words, "--pcap"];
        if (parsed.GetValue(RunCommand.Jobs) is { } jobs) words = [.. words, "--jobs", jobs.ToString(CultureInfo.InvariantCulture)];
        string place = IsOfSeveral && Out is { } shared && file != InputFile.StandardInput ? shared : folder;
        return string.Join(' ', [.. words, "--out", ShellWord.Of(place), "--resume"]);
    }

    private IEnumerable<string> Words(IReadOnlyList<string> scenarios, bool withLayers, ulong? seed)
    {
        IEnumerable<string> words = [CommandName.Text, "run", .. scenarios.Select(ShellWord.Of)];
        if (Shared.WorldOf(parsed, RunCommand.Backend) is { } world && world != WorldCatalog.Default)
            words = [.. words, "--backend", world.Name];
        if (parsed.GetRequiredValue(RunCommand.MapEngine) != MapEngineCatalog.Names[0])
            words = [.. words, "--map-engine", parsed.GetRequiredValue(RunCommand.MapEngine)];
        if (withLayers)
        {
            IEnumerable<string> variables = Layer.FromEnvironment().Select(variable => $"{variable.Key}={ShellWord.Of(variable.Value)}");
            words = [.. variables, .. words, .. Pairs(Chosen.Set), .. Pairs(Chosen.Axis)];
        }

        words = [.. words, .. Pairs(Chosen.Only)];
        if (RunCommand.ShardFrom(parsed) is { } shard) words = [.. words, "--shard", ShellWord.Of(shard)];
        return seed is { } given ? [.. words, "--seed", given.ToString(CultureInfo.InvariantCulture)] : words;
    }

    private IEnumerable<string> Pairs(Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).SelectMany(value => new[] { option.Name, ShellWord.Of(value) });
}
