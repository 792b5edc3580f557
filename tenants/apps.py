from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenants.content_types import cache_per_schema
        from tenants.lean import keep_by_thread, read_settings_directly
        from tenants.speaking import speak_quickly

        cache_per_schema()
        speak_quickly()
        keep_by_thread()
        read_settings_directly()
