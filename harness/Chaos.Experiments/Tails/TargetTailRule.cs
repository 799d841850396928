namespace Chaos.Experiments.Tails;

/// <summary>Alive if the target lost the entry after the end; a death that no loss explains counts as before it.</summary>
internal sealed class TargetTailRule : TailRule
{
    public override string Name => "target";

    public override bool WasAlive(in TailDeath death) => death.Loss?.BrokenAtNanoseconds > death.End;
}
