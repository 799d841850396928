using Chaos.Scenarios;
using Chaos.Simulation;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Worlds;

/// <summary>`sim`.</summary>
internal sealed class SimulationKind : WorldKind
{
    public override string Name => SimulatedWorld.WorldName;

    public override string Description => "virtual time, no Docker";

    public override bool IsReal => false;

    public override string? WhyNoPackets => "needs --backend docker: simulated packets are nowhere to be caught";

    public override CapabilitySet? CapabilitiesOf(ITarget target) => (target as ISimulatedTarget)?.InSimulation;

    public override Footprint FootprintOf(ScenarioPlan plan) => new("none", "nothing but the .NET SDK", "none", 0);

    public override Task<MachineLacks> ExamineAsync(CancellationToken cancellation) => Task.FromResult<MachineLacks>(_ => []);

    public override OpenWorld Prepare(CancellationToken cancellation) =>
        static (options, _) => Task.FromResult<IWorld>(new SimulatedWorld(options.MapEngine));
}
