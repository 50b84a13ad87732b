import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { FontPreload } from "@/components/ui/font-preload";
import { StyleNonce } from "@/components/ui/style-nonce";
import { ToastProvider } from "@/components/ui/toast";
import { chosenTheme } from "@/lib/server/theme-cookie";

export const metadata: Metadata = {
  title: { default: "Steward", template: "%s · Steward" },
  description: "Workspace settings for ClearML teams",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#15191c" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" data-theme={await chosenTheme()} suppressHydrationWarning>
      <body>
        <StyleNonce nonce={nonce} />
        <FontPreload />
        <ToastProvider>{children}</ToastProvider>
      </body>
    </html>
  );
}
