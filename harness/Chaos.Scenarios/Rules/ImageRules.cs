using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Keys;
using Chaos.Targets.Image;

namespace Chaos.Scenarios.Rules;

/// <summary>`nat.target: image` and `nat.image` belong together.</summary>
internal static class ImageRules
{
    public static void Check(Scenario scenario, SectionReader root)
    {
        SectionReader nat = root.Into(NatKeys.Nat);
        if (scenario.Target == ImageTarget.TargetName && !nat.Names(NatKeys.Image))
            nat.Complain(NatKeys.Target, "image needs `nat.image`, the name of your NAT's image; for example image: my-nat:1.2");
    }

    /// <summary>In a matrix of targets the image is for the cells that run it; where none does, it would do nothing.</summary>
    public static void CheckUse(IReadOnlyList<Cell> cells, SectionReader root)
    {
        if (cells.Any(cell => cell.Scenario.Target == ImageTarget.TargetName)) return;
        SectionReader nat = root.Into(NatKeys.Nat);
        foreach (ScalarKey key in (ScalarKey[])[NatKeys.Image, NatKeys.Environment])
            if (nat.Says(key))
                nat.Complain(key, "is for `nat.target: image` alone; write that target, or remove it");
    }
}
