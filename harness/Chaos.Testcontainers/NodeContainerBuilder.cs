using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace Chaos.Testcontainers;

/// <summary>Makes the container of one run; something happens between its creation and its start.</summary>
internal sealed class NodeContainerBuilder
    : ContainerBuilder<NodeContainerBuilder, NodeContainerBuilder.NodeContainer, ContainerConfiguration>
{
    private readonly Func<string, Task> beforeStart;

    /// <param name="beforeStart">Gets the container's id.</param>
    public NodeContainerBuilder(Func<string, Task> beforeStart) : this(beforeStart, new ContainerConfiguration()) =>
        DockerResourceConfiguration = Init().DockerResourceConfiguration;

    private NodeContainerBuilder(Func<string, Task> beforeStart, ContainerConfiguration configuration) : base(configuration) =>
        (this.beforeStart, DockerResourceConfiguration) = (beforeStart, configuration);

    protected override ContainerConfiguration DockerResourceConfiguration { get; }

    public override NodeContainer Build()
    {
        Validate();
        return new NodeContainer(DockerResourceConfiguration, beforeStart);
    }

    protected override NodeContainerBuilder Clone(IResourceConfiguration<CreateContainerParameters> resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new ContainerConfiguration(resourceConfiguration));

    protected override NodeContainerBuilder Clone(IContainerConfiguration resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new ContainerConfiguration(resourceConfiguration));

    protected override NodeContainerBuilder Merge(ContainerConfiguration oldValue, ContainerConfiguration newValue) =>
        new(beforeStart, new ContainerConfiguration(oldValue, newValue));

    /// <summary>The container of one run.</summary>
    internal sealed class NodeContainer(IContainerConfiguration configuration, Func<string, Task> beforeStart)
        : DockerContainer(configuration)
    {
        protected override async Task UnsafeCreateAsync(CancellationToken ct = default)
        {
            await base.UnsafeCreateAsync(ct);
            await beforeStart(Id);
        }
    }
}
