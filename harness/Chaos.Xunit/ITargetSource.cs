using Chaos.Targets;

namespace Chaos.Xunit;

/// <summary>
/// The targets that scenarios may name, with your own among them; implemented by a type with a constructor without parameters.
/// </summary>
public interface ITargetSource
{
    /// <summary>For example <c>TargetCatalog.BuiltIn.With(new DatapathTarget("mine", options => new MyNat(options)))</c>.</summary>
    TargetCatalog Targets { get; }
}
