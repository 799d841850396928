using System.Diagnostics.CodeAnalysis;
using Chaos.Targets.Csharp;
using Chaos.Targets.Ebpf;
using Chaos.Targets.Image;
using Chaos.Targets.Nftables;
using Chaos.Targets.None;

namespace Chaos.Targets;

/// <summary>Targets by name: those that come with Chaos, and a caller's own.</summary>
public sealed class TargetCatalog
{
    /// <summary>This list is where a target is registered.</summary>
    private static readonly ITarget[] Own =
        [new CsharpTarget(), new EbpfTarget(), new NftablesTarget(), new ImageTarget(), NoneTarget.Instance];

    private readonly IReadOnlyList<ITarget> all;

    private TargetCatalog(IReadOnlyList<ITarget> all) => this.all = all;

    public static TargetCatalog BuiltIn { get; } = new(Own);

    /// <summary>The name of the target that a scenario gets if it names none.</summary>
    public static string Default => Own[0].Name;

    public IReadOnlyList<string> Names => [.. all.Select(target => target.Name)];

    public ITarget this[string name] =>
        TryFind(name, out ITarget? target) ? target : throw new ArgumentException($"there is no target '{name}'", nameof(name));

    /// <summary>The same and one more; its name must be free.</summary>
    /// <exception cref="ArgumentException">Another target has the name.</exception>
    public TargetCatalog With(ITarget target)
    {
        if (TryFind(target.Name, out _)) throw new ArgumentException($"there is a target '{target.Name}' already", nameof(target));
        return new TargetCatalog([.. all, target]);
    }

    /// <summary>The same, with another target in the place of the one that has its name.</summary>
    /// <exception cref="ArgumentException">None has.</exception>
    public TargetCatalog Replacing(ITarget target)
    {
        if (!TryFind(target.Name, out ITarget? former)) throw new ArgumentException($"there is no target '{target.Name}'", nameof(target));
        return new TargetCatalog([.. all.Select(one => ReferenceEquals(one, former) ? target : one)]);
    }

    /// <summary>In the order in which lists show them.</summary>
    public IReadOnlyList<ITarget> All => all;

    public bool TryFind(string name, [NotNullWhen(true)] out ITarget? target)
    {
        target = all.FirstOrDefault(one => one.Name == name);
        return target is not null;
    }
}
