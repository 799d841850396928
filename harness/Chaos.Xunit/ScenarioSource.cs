using Chaos.Experiments;
using Chaos.Experiments.Worlds;
using Chaos.Targets;

namespace Chaos.Xunit;

/// <summary>Which scenario, and how it runs: tests that have this in common share one run.</summary>
/// <param name="Scenario">The file as written in the attribute.</param>
/// <param name="Set">`path=value`, above the file.</param>
/// <param name="Only">`axis=value`.</param>
/// <param name="Backend">The world; null: the scenario's, or else the default.</param>
/// <param name="Targets">Implements <see cref="ITargetSource"/>; null: the built-in targets.</param>
internal sealed record ScenarioSource(
    string Scenario, IReadOnlyList<string> Set, IReadOnlyList<string> Only, string? Backend, Type? Targets)
{
    public WorldKind? World => Backend is null ? null : WorldCatalog.Find(Backend);

    /// <summary>The same for equal settings.</summary>
    public string Key => string.Join('\n', [Scenario, Backend ?? "", Targets?.AssemblyQualifiedName ?? "", .. Set, "", .. Only]);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="BadScenarioException">The file has mistakes.</exception>
    public Experiment Load() => Experiment.Load(Find(), Set, Catalog()).Only([.. Only]);

    /// <summary>
    /// The command that runs some cells again. A target of the caller's own is in no command line: then it is the test that runs again.
    /// </summary>
    public string Replay(ulong seed, IEnumerable<string> cells, string displayName) => Targets is null
        ? string.Join(' ', [
            "chaos run", ShellWord.Of(Scenario), .. Backend is null ? Array.Empty<string>() : ["--backend", Backend],
            .. Set.SelectMany(set => new[] { "--set", ShellWord.Of(set) }),
            .. cells.SelectMany(cell => new[] { "--only", ShellWord.Of(cell) }), $"--seed {seed}"])
        : $"dotnet test --filter-display-name {ShellWord.Of(displayName)}";

    private TargetCatalog? Catalog() => Targets is null ? null
        : Activator.CreateInstance(Targets) is ITargetSource source ? source.Targets
        : throw new InvalidOperationException($"{Targets} does not implement {nameof(ITargetSource)}");

    private string Find()
    {
        if (Path.IsPathRooted(Scenario)) return Scenario;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, Scenario);
            if (File.Exists(file)) return file;
        }

        throw new FileNotFoundException(
            $"there is no scenario {Scenario} in {AppContext.BaseDirectory} or in a folder above it; copy it to the output, or give its "
            + "path from the root of the repository", Scenario);
    }
}
