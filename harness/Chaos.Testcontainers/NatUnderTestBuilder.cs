using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Images;

namespace Chaos.Testcontainers;

/// <summary>
/// Describes a NAT in a container: <c>new NatUnderTestBuilder().WithImage("my-nat:1.2").Build()</c>. The program in it keeps the contract
/// for images (harness/docs/image-target.md). Each call gives a new builder, as in Testcontainers.
/// </summary>
/// <remarks>Networks, addresses, capabilities and limits of the container are the scenario's, and cannot be set.</remarks>
public sealed class NatUnderTestBuilder
{
    private readonly string name;
    private readonly Lazy<IImage>? image;
    private readonly IReadOnlyDictionary<string, string> environment, labels;
    private readonly IWaitForContainerOS? wait;

    public NatUnderTestBuilder() : this("nat-under-test", null, new Dictionary<string, string>(), new Dictionary<string, string>(), null)
    {
    }

    private NatUnderTestBuilder(
        string name, Lazy<IImage>? image, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> labels,
        IWaitForContainerOS? wait) =>
        (this.name, this.image, this.environment, this.labels, this.wait) = (name, image, environment, labels, wait);

    /// <summary>As scenarios name it in `nat.target`; `nat-under-test` if it is not set.</summary>
    public NatUnderTestBuilder WithName(string target) => new(target, image, environment, labels, wait);

    /// <summary>An image by its name; the engine pulls it if it is not there.</summary>
    public NatUnderTestBuilder WithImage(string reference) => WithImage(new DockerImage(reference));

    /// <summary>An image, or one that is still to be built.</summary>
    public NatUnderTestBuilder WithImage(IImage theImage) => WithImage(new Lazy<IImage>(theImage));

    /// <summary>An image that is built from a Dockerfile before the first run.</summary>
    public NatUnderTestBuilder WithImage(ImageFromDockerfileBuilder dockerfile)
    {
        ArgumentNullException.ThrowIfNull(dockerfile);
        // Later: a builder of Testcontainers asks for the engine, which a run does first, with a remedy where there is none.
        return WithImage(new Lazy<IImage>(dockerfile.Build));
    }

    /// <summary>The image of a container that is described elsewhere. That container itself is not used: each run has a new one.</summary>
    public NatUnderTestBuilder WithContainer(IContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return WithImage(container.Image);
    }

    /// <summary>A variable of the program's own. The names that begin with CHAOS_ are the contract's.</summary>
    public NatUnderTestBuilder WithEnvironment(string variable, string value) =>
        new(name, image, new Dictionary<string, string>(environment) { [variable] = value }, labels, wait);

    /// <summary>A label of the container.</summary>
    public NatUnderTestBuilder WithLabel(string label, string value) =>
        new(name, image, environment, new Dictionary<string, string>(labels) { [label] = value }, wait);

    /// <summary>What Testcontainers waits for besides the line `ready` of the contract.</summary>
    public NatUnderTestBuilder WithWaitStrategy(IWaitForContainerOS strategy) => new(name, image, environment, labels, strategy);

    private NatUnderTestBuilder WithImage(Lazy<IImage> theImage) => new(name, theImage, environment, labels, wait);

    /// <exception cref="InvalidOperationException">No image is named, or a variable has a name of the contract's.</exception>
    public NatUnderTest Build()
    {
        if (image is null) throw new InvalidOperationException("a NAT under test needs an image: name it with WithImage");
        if (environment.Keys.FirstOrDefault(NatUnderTest.IsOfTheContract) is { } taken)
            throw new InvalidOperationException($"{taken} is a variable of the contract; its names begin with CHAOS_");
        return new NatUnderTest(name, image, environment, labels, wait);
    }
}
