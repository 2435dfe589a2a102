using System.Text;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Hardening;

/// <summary>The policy of a portal whose store has lost it.</summary>
public sealed class PolicyCopyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cks-policy-copy");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task S26_a_portal_that_kept_a_copy_does_not_begin_with_the_file_again()
    {
        await using var database = await TestDatabase.CreateSeededAsync(PortalEngine.Sqlite, SeedPlan.Test);
        await using (var host = await BuildAsync(database))
        {
            await host.App.StartAsync(Cancel);
            var (publisher, policy) = (host.App.Services.GetRequiredService<RevisionPublisher>(), host.App.Services.GetRequiredService<SnapshotStore<Policy>>());
            var next = Encoding.UTF8.GetString(policy.Current.Content.Span) + "\n";
            Assert.True((await publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(next), 0, new("os", "ann"), "r", Cancel)).IsAccepted);
            Assert.True((await publisher.ApproveAsync(RevisionDocuments.Policy, 1, new("os", "bob"), "r", Cancel)).IsAccepted);
            for (var begun = TimeProvider.System.GetTimestamp(); policy.Current.Provenance.Revision != 1; await Task.Delay(50, Cancel))
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1));
            // Who is told of it keeps the copy, a moment later; this does at once.
            host.App.Services.GetRequiredService<SnapshotLoader<Policy>>().Reload();
            await host.App.StopAsync(Cancel);
        }

        foreach (var table in new[] { "cks_revision_approvals", "cks_revisions", "cks_revision_documents" })
            await database.ExecuteAsync($"DELETE FROM {table}");
        await using var late = await BuildAsync(database);

        Assert.Equal(SnapshotOrigin.LastKnownGood, late.App.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Provenance.Origin);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no base64!")]
    public async Task A_copy_without_a_key_stops_the_start(string? key)
    {
        await using var database = await TestDatabase.CreateSeededAsync(PortalEngine.Sqlite, SeedPlan.Test);

        Assert.Contains(PortalPolicy.CopyKeyKey, (await Assert.ThrowsAsync<CksConfigurationException>(() => BuildAsync(database, key))).Message, StringComparison.Ordinal);
    }

    private Task<PortalHost> BuildAsync(TestDatabase database) => BuildAsync(database, Convert.ToBase64String(new byte[32]));

    private Task<PortalHost> BuildAsync(TestDatabase database, string? key) => EnvironmentTests.BuildAsync(database, "Production", b =>
    {
        b.Configuration[PortalPolicy.CopyPathKey] = Path.Combine(_folder.FullName, "policy.cks");
        b.Configuration[PortalPolicy.CopyKeyKey] = key;
    });
}
