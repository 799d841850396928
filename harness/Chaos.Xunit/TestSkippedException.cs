using Xunit.v3;

namespace Chaos.Xunit;

/// <summary>The test cannot say anything here; the runner shows it as skipped, with the reason.</summary>
public sealed class TestSkippedException(string reason) : Exception(DynamicSkipToken.Value + reason);
