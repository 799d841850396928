using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Targets;
using Chaos.Targets.Csharp;

namespace Chaos.Replay.Witnessing;

/// <summary>Our own target, with a witness of one simulated run. A scenario names `csharp`, and gets this instead.</summary>
public class WitnessedTarget : ISimulatedTarget
{
    private readonly CsharpTarget own = new();
    private readonly Func<NatOptions, INatWitness> witnessOf;

    /// <param name="witness">Sees the run.</param>
    public WitnessedTarget(INatWitness witness) => witnessOf = _ => witness;

    /// <param name="witnessOf">Makes the witness, once the options of the datapath are known.</param>
    protected WitnessedTarget(Func<NatOptions, INatWitness> witnessOf) => this.witnessOf = witnessOf;

    public string Name => own.Name;

    public string Description => own.Description;

    public bool Translates => true;

    public virtual CapabilitySet InSimulation => own.InSimulation;

    /// <summary>Of the run; null before it has begun.</summary>
    protected WitnessedDatapath? Datapath { get; private set; }

    public Capability TableNeeds(NatOptions options) => own.TableNeeds(options);

    public INatDatapath CreateDatapath(NatOptions options, IMapEngine engine)
    {
        if (Datapath is not null) throw new InvalidOperationException("a witness is of one run");
        INatWitness witness = witnessOf(options);
        return Datapath = new WitnessedDatapath(options, engine, witness, witness as IPortDraws);
    }
}
