using BenchmarkDotNet.Running;
using Chaos.Benchmarks;
using Chaos.Benchmarks.Cliffs;
using Chaos.Benchmarks.Nodes;
using Chaos.Benchmarks.Scaling;
using Chaos.Benchmarks.Starts;

return args switch
{
    ["compare", "map"] => new MapComparison(TimeProvider.System).Run(),
    ["compare", "sim"] => new SimComparison(TimeProvider.System).Run(),
    ["compare", "scale"] => new ScaleComparison().Run(chart: null),
    ["compare", "scale", string chart] => new ScaleComparison().Run(chart),
    ["measure", "cliff"] => CliffTable.Print(churn: null),
    ["measure", "cliff", "answered" or "unanswered" or "newcomers"] => CliffTable.Print(args[2]),
    ["compare", "nat", .. string[] variants] => WithoutProfile.Run(args, () => new NatComparison(TimeProvider.System).Run(variants)),
    ["compare", "node"] => await new NodeComparison(TimeProvider.System).RunAsync(),
    ["measure", "start"] => await new StartMeasurement(TimeProvider.System).RunAsync("scenarios/quickstart.yaml"),
    ["measure", "start", string scenario] => await new StartMeasurement(TimeProvider.System).RunAsync(scenario),
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
        + "compare sim: a simulated packet against the kernel's two lookups; compare scale [CHART.svg]: the same for a thousand "
            + "flows to a million, and the memory. Anything else goes to BenchmarkDotNet, e.g. --filter '*Map*'");
    return 64;
}
