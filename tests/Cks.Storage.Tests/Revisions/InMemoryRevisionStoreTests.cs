using Cks.Core;
using Cks.Testing;

namespace Cks.Storage.Tests;

public sealed class InMemoryRevisionStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_is_written_is_read() => RevisionStoreContract.WhatIsWrittenIsReadAsync(new InMemoryRevisionStore(), Token);

    [Fact]
    public Task S16_what_needs_approval_waits() => RevisionStoreContract.WhatNeedsApprovalWaitsAsync(new InMemoryRevisionStore(), Token);

    [Fact]
    public Task S16_what_does_not_follow_is_refused() => RevisionStoreContract.WhatDoesNotFollowIsRefusedAsync(new InMemoryRevisionStore(), Token);

    [Fact]
    public Task S16_writers_take_turns() => RevisionStoreContract.WritersTakeTurnsAsync(new InMemoryRevisionStore(), Token);
}
