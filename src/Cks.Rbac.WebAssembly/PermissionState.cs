using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cks.Rbac.WebAssembly;

/// <summary>
/// Put around the application's router, it shows again what changed: it asks the server after <see cref="CksPermissionsOptions.RefreshAfter"/>, and lets every <c>AuthorizeView</c> within decide anew when the
/// answer is another one. Without it they decide when they are rendered. Needs the cascading authentication state of the framework around it.
/// </summary>
public sealed class PermissionState : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Task<AuthenticationState>? _shown;
    private Task<AuthenticationState>? _asked;
    private ITimer? _timer;

    /// <summary>What is shown within.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private ClientPermissions Permissions { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (Authentication is null)
            throw new InvalidOperationException("PermissionState needs the authentication state: call AddCascadingAuthenticationState().");
        Permissions.Changed += ShowAgain;
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_asked, Authentication))
            return;
        _asked = _shown = Authentication;
        _ = InvokeAsync(LookAsync);
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenComponent<CascadingValue<Task<AuthenticationState>>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<>.Value), _shown);
        builder.AddComponentParameter(2, nameof(CascadingValue<>.ChildContent), ChildContent);
        builder.CloseComponent();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Permissions.Changed -= ShowAgain;
        _gone.Cancel();
        _timer?.Dispose();
        _gone.Dispose();
    }

    // Asks when the answer no longer counts, and waits for the next time.
    private async Task LookAsync()
    {
        if (_gone.IsCancellationRequested || _asked is not { } asked)
            return;
        try
        {
            var state = await asked.ConfigureAwait(true);
            var until = (await Permissions.AskAsync(state.User, evenIfFresh: false, _gone.Token).ConfigureAwait(true)).Until;
            if (ReferenceEquals(asked, _asked) && !_gone.IsCancellationRequested && until != DateTimeOffset.MaxValue)
                _timer?.Change(Later(until - Clock.GetUtcNow()), Timeout.InfiniteTimeSpan);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
        }
    }

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);

    private void ShowAgain() => _ = InvokeAsync(() =>
    {
        if (_gone.IsCancellationRequested)
            return;
        // Another task of the same state: whoever takes it decides anew.
        _shown = CopyAsync(_asked!);
        StateHasChanged();
    });

    private static async Task<AuthenticationState> CopyAsync(Task<AuthenticationState> state) => await state.ConfigureAwait(false);
}
