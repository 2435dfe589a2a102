namespace Cks.HubConfig.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("cks-hub-").FullName;

    public void Write(string name, ReadOnlySpan<byte> content) => File.WriteAllBytes(Path.Combine(FullName, name), content);

    // A host that stops may still be writing its copy.
    public void Dispose()
    {
        for (var left = 100; ; left--)
            try
            {
                Directory.Delete(FullName, recursive: true);
                return;
            }
            catch (IOException) when (left > 0 && Directory.Exists(FullName))
            {
                Thread.Sleep(50);
            }
    }
}
