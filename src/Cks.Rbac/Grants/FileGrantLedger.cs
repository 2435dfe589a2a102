using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Grants in a document (<see cref="GrantDocument"/>) on disk. Each change reads it, decides and puts the new document in place of the old one, while it holds a lock file beside it; so that two processes, a host and the tool, do not undo
/// each other's changes, and the audit row is there exactly when the change is.
/// </summary>
/// <param name="path">Path of the document.</param>
/// <param name="clock">Clock for how long the lock file is waited for: 10 seconds.</param>
public sealed class FileGrantLedger(string path, TimeProvider clock) : IGrantLedger
{
    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).Of(new(issuer, subjectId), tenant);

    /// <inheritdoc/>
    public IAsyncEnumerable<Grant> InAsync(TenantId tenant, CancellationToken cancellationToken = default) => ListAsync(b => b.In(tenant), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TenantId>> TenantsOfAsync(string issuer, string subjectId, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).TenantsOf(new(issuer, subjectId), at);

    /// <inheritdoc/>
    public IAsyncEnumerable<GrantRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default) => ListAsync(b => b.HistoryOf(tenant), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ChangeAsync(TenantId tenant, PersonId grantor, PersonId grantee, Func<GrantsHeld, GrantChange?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
            var book = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (decide(new(book.Of(grantor, tenant), book.Of(grantee, tenant))) is not { } change)
                return;
            book.Write(change);
            var document = GrantDocument.Write(book.Grants, book.History);
            // What could not be read again, for its size as well, would end every decision.
            GrantDocument.Read(path, document).GetOrThrow();
            Replace(document);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="CksConfigurationException">The document is not there, or is not one.</exception>
    internal void Check() => GrantDocument.Read(path, DocumentFile.Read(path, null)).GetOrThrow();

    /// <exception cref="CksConfigurationException">The document is not one.</exception>
    internal async ValueTask<GrantBook> ReadAsync(CancellationToken cancellationToken)
    {
        var document = GrantDocument.Read(path, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)).GetOrThrow();
        return new(document.Grants, document.History);
    }

    private async IAsyncEnumerable<T> ListAsync<T>(Func<GrantBook, T[]> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var one in read(await ReadAsync(cancellationToken).ConfigureAwait(false)))
            yield return one;
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not DirectoryNotFoundException && clock.GetElapsedTime(began) < LockPatience)
            {
                await Task.Delay(LockWait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Replace(byte[] document)
    {
        var temporary = $"{path}.tmp";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(path);
        using (var file = new FileStream(temporary, options))
        {
            file.Write(document);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
