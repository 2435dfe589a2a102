namespace Cks.HubConfig.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("cks-hub-").FullName;

    public void Write(string name, ReadOnlySpan<byte> content) => File.WriteAllBytes(Path.Combine(FullName, name), content);

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
