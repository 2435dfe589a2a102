using System.Text;

namespace Cks.HubConfig.Tests;

public sealed class HubMigratorTests
{
    /// <summary>The seed's document in version 2, as the released step made it. It never changes.</summary>
    private static byte[] Golden { get; } = File.ReadAllBytes(Path.Combine(Portal.Folder, "contractor.v2.json"));

    [Fact]
    public void Seed_document_is_carried_to_version_2_as_the_released_step_carried_it()
    {
        var migrated = HubMigrator.Migrate("contractor.v1.json", Portal.Contractor, 2).GetOrThrow();
        Assert.Equal((1, 2), (migrated.From, migrated.To));
        Assert.Equal(Encoding.UTF8.GetString(Golden), Encoding.UTF8.GetString(migrated.Utf8.Span));
    }
}
