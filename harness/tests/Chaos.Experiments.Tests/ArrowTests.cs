using System.Xml.Linq;

namespace Chaos.Experiments.Tests;

/// <summary>The folders are the architecture: which project may know which. A new arrow is a decision, so it is made here first.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Chaos.Core"] = [],
        ["Chaos.Model"] = [],
        ["Chaos.Linux"] = [],
        ["Chaos.Packets"] = ["Chaos.Core", "Chaos.Model"],
        ["Chaos.Traffic"] = ["Chaos.Core", "Chaos.Model"],
        ["Chaos.Faults"] = ["Chaos.Core", "Chaos.Model", "Chaos.Packets"],
        ["Chaos.Control"] = ["Chaos.Model", "Chaos.Faults"],
        ["Chaos.Nat"] = ["Chaos.Core", "Chaos.Model", "Chaos.Packets", "Chaos.Faults"],
        ["Chaos.Bpf"] = ["Chaos.Nat"],
        ["Chaos.Node"] = ["Chaos.Nat", "Chaos.Bpf", "Chaos.Faults", "Chaos.Control", "Chaos.Linux"],
        ["Chaos.Endpoint"] = ["Chaos.Traffic", "Chaos.Faults", "Chaos.Control", "Chaos.Linux"],
        ["Chaos.Survival"] = [],
        ["Chaos.Targets"] = ["Chaos.Model", "Chaos.Nat", "Chaos.Bpf"],
        ["Chaos.Worlds"] = ["Chaos.Model", "Chaos.Faults", "Chaos.Traffic", "Chaos.Targets"],
        ["Chaos.Scenarios"] = ["Chaos.Model", "Chaos.Nat", "Chaos.Faults", "Chaos.Survival", "Chaos.Targets"],
        ["Chaos.Simulation"] = ["Chaos.Core", "Chaos.Nat", "Chaos.Traffic", "Chaos.Linux", "Chaos.Worlds"],
        ["Chaos.Containers"] = ["Chaos.Control", "Chaos.Worlds"],
        ["Chaos.Runs"] = ["Chaos.Model", "Chaos.Survival"],
        ["Chaos.Analysis"] = ["Chaos.Survival", "Chaos.Runs"],
        ["Chaos.Replay"] = ["Chaos.Bpf", "Chaos.Nat", "Chaos.Targets"],
        ["Chaos.Import"] = ["Chaos.Model", "Chaos.Packets"],
        ["Chaos.Reports"] = ["Chaos.Runs"],
        ["Chaos.Experiments"] =
        [
            "Chaos.Core", "Chaos.Replay", "Chaos.Scenarios", "Chaos.Targets", "Chaos.Worlds", "Chaos.Simulation", "Chaos.Containers",
                "Chaos.Bpf",
            "Chaos.Runs", "Chaos.Reports",
        ],
        ["Chaos.Xunit"] = ["Chaos.Experiments"],
        ["Chaos.Testcontainers"] = ["Chaos.Experiments"],
        ["Chaos.Telemetry"] = ["Chaos.Experiments"],
        ["Chaos.Cluster"] = ["Chaos.Containers", "Chaos.Experiments"],
        ["Chaos.Cli"] =
        [
            "Chaos.Cluster", "Chaos.Telemetry", "Chaos.Experiments", "Chaos.Reports", "Chaos.Analysis", "Chaos.Import", "Chaos.Replay",
            "Chaos.Bpf",
        ],
    };

    public static TheoryData<string> Projects =>
        [.. Files().Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_the_projects_that_it_may_know(string project)
    {
        Assert.True(Allowed.ContainsKey(project),
            $"{project} is new: say in {nameof(ArrowTests)} which projects it may know, and in ARCHITECTURE.md why");

        string[] known = [.. References(Files().Single(file => Path.GetFileNameWithoutExtension(file) == project))];

        Assert.Empty(known.Except(Allowed[project]));
    }

    [Fact]
    public void Arrows_never_lead_back()
    {
        foreach (string project in Allowed.Keys) Assert.DoesNotContain(project, Reachable(project));
    }

    private static HashSet<string> Reachable(string from)
    {
        HashSet<string> seen = [];
        Stack<string> left = new(Allowed[from]);
        while (left.TryPop(out string? project))
            if (seen.Add(project))
                foreach (string further in Allowed[project]) left.Push(further);
        return seen;
    }

    private static IEnumerable<string> References(string file) => XDocument.Load(file).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    /// <summary>The projects of the house; tests and benchmarks may know anything.</summary>
    private static IEnumerable<string> Files() => new[] { "targets", "harness", "reports" }
        .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"));
}
