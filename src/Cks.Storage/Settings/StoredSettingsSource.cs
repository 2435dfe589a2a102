using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cks.Storage;

/// <summary>Settings of the store as a source of configuration.</summary>
internal sealed class StoredSettingsSource(CksSettingsOptions options) : IConfigurationSource
{
    // What file sources call their base path.
    private const string FileProvider = "FileProvider";

    public IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options.Check();
        var schema = SettingsSchema.Read(options.Schema, ReadSchema(builder)).GetOrThrow();
        // The exact name, set where the host was started: where configuration is being made it is there already.
        var isDevelopment = (builder as IConfiguration)?[HostDefaults.EnvironmentKey] == Environments.Development;
        return new StoredSettingsProvider(options.Store ?? new EarlyRevisions(StorageDatabase.Of(options.DataSource!), options.Clock, isDevelopment), schema, options);
    }

    private byte[] ReadSchema(IConfigurationBuilder builder)
    {
        if (Path.IsPathRooted(options.Schema) || !builder.Properties.TryGetValue(FileProvider, out var files) || files is not IFileProvider provider)
            return DocumentFile.Read(options.Schema, null);
        var file = provider.GetFileInfo(options.Schema);
        return DocumentFile.Read(file.PhysicalPath ?? options.Schema, null);
    }
}
