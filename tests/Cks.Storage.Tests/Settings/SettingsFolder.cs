using System.Text;
using Cks.Core;
using Microsoft.Extensions.Configuration;

namespace Cks.Storage.Tests;

/// <summary>A folder with a schema, a store, and configurations made of both.</summary>
internal sealed class SettingsFolder : IDisposable
{
    public const string Schema = """
        {
          // The settings of the tests.
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "Portal": {
              "type": "object",
              "properties": {
                "PageSize": { "type": "integer", "minimum": 1, "maximum": 500, "runtime": true },
                "Banner": { "type": "string", "maxLength": 80, "runtime": true },
                "IsOpen": { "type": "boolean", "runtime": true, "sensitive": true },
                "Name": { "type": "string" },
                "List": { "type": "object", "properties": { "Ratio": { "type": "number", "runtime": true } } }
              }
            }
          }
        }
        """;

    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");
    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _made = [];

    public SettingsFolder() => Write(Schema);

    public string Root => _folder.Root;

    public string SchemaPath => Path.Combine(Root, "settings.schema.json");

    public InMemoryRevisionStore Revisions { get; } = new();

    public RevisionPublisher Publisher => PublisherOf(Schema);

    public RevisionPublisher PublisherOf(string schema) => new(Revisions, [new SettingsRule(SettingsSchema.Read("schema", Encoding.UTF8.GetBytes(schema)).GetOrThrow())]);

    public void Write(string schema) => File.WriteAllText(SchemaPath, schema);

    public async Task<RevisionOutcome> PublishAsync(string json) => await Publisher.ProposeAsync(
        RevisionDocuments.Settings, Encoding.UTF8.GetBytes(json), (await Revisions.HeadAsync(RevisionDocuments.Settings)).Sequence, Ann, "a test");

    /// <summary>Puts a revision there past every rule, as who can write to the table might.</summary>
    public async Task ForceAsync(string json, bool needsApproval = false) => await Revisions.ChangeAsync(
        RevisionDocuments.Settings, head => RevisionChange.Add(new(RevisionDocuments.Settings, head.Sequence + 1, Encoding.UTF8.GetBytes(json), Ann, DateTimeOffset.UnixEpoch) { Reason = "force", NeedsApproval = needsApproval }));

    public IConfigurationRoot Configuration(Action<CksSettingsOptions>? configure = null, IRevisionStore? store = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Portal:PageSize", "20"), new("Portal:Name", "from the file"), new("Portal:Numbers:0", "a"), new("Portal:Numbers:1", "b")])
            .AddCksStore(o =>
            {
                (o.Store, o.Schema, o.PollInterval) = (store ?? Revisions, SchemaPath, TimeSpan.FromMilliseconds(100));
                configure?.Invoke(o);
            })
            .Build();
        _made.Add((IDisposable)configuration);
        return configuration;
    }

    public void Dispose()
    {
        foreach (var made in _made)
            made.Dispose();
        _folder.Dispose();
    }
}
