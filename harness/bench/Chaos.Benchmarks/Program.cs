using BenchmarkDotNet.Running;
using Chaos.Benchmarks;
using Chaos.Benchmarks.Cliffs;
using Chaos.Benchmarks.Coverage;
using Chaos.Benchmarks.Nodes;
using Chaos.Benchmarks.Scaling;
using Chaos.Benchmarks.Starts;
using Chaos.Benchmarks.Tails;

return args switch
{
    ["compare", "map"] => new MapComparison(TimeProvider.System).Run(),
    ["compare", "sim"] => new SimComparison(TimeProvider.System).Run(),
    ["compare", "scale"] => new ScaleComparison().Run(chart: null),
    ["compare", "scale", string chart] => new ScaleComparison().Run(chart),
    ["measure", "cliff"] => CliffTable.Print(churn: null),
    ["measure", "cliff", "answered" or "unanswered" or "newcomers"] => CliffTable.Print(args[2]),
    ["measure", "coverage"] => CoverageStudy.Print(1000, TimeProvider.System),
    ["measure", "coverage", string count, .. string[] file] when int.TryParse(count, out int repetitions) && file.Length < 2 =>
        CoverageStudy.Print(repetitions, TimeProvider.System, file.FirstOrDefault()),
    ["compare", "nat", .. string[] variants] => WithoutProfile.Run(args, () => new NatComparison(TimeProvider.System).Run(variants)),
    ["compare", "node"] => await new NodeComparison(TimeProvider.System).RunAsync(),
    ["measure", "start"] => await new StartMeasurement(TimeProvider.System).RunAsync("scenarios/quickstart.yaml"),
    ["measure", "start", string scenario] => await new StartMeasurement(TimeProvider.System).RunAsync(scenario),
    ["measure", "tail", .. string[] scenarios] => await TailTable.PrintAsync(scenarios),
    ["compare" or "measure", ..] => Usage(),
    ["load", string load, string server] => Loads.Run(load, server, server),
    ["load", string load, string server, string client] => Loads.Run(load, server, client),
    _ => RunDetail(args),
};

static int RunDetail(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(MapBenchmarks).Assembly).Run(args);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        "compare map: our LRU map against the kernel's and BitFaster's; compare nat [VARIANT]...: packets of established flows "
            + "against the map lookups they contain; "
        + "compare node: our node against nftables; measure cliff [answered|unanswered|newcomers]: at which map size flows "
            + "begin to die, or newcomers to fail; "
        + "measure start [SCENARIO]: from the command to the first packet in containers. "
        + "measure tail SCENARIO...: survival by each rule of the tail. "
        + "compare sim: a simulated packet against the kernel's two lookups; compare scale [CHART.svg]: the same for a thousand "
            + "flows to a million, and the memory. Anything else goes to BenchmarkDotNet, e.g. --filter '*Map*'");
    return 64;
}
